"""What the Atlas's claims of speed are measured with."""
