"""Files made from a view: pictures, documents and tables, all from one :class:`~geo.export.order.Order`."""
