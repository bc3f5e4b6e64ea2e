"""How each layer of the embedded basemap is derived; used by :mod:`geo.basemap.build` only, never at run time."""
