"""Settings of one installation. The folder named by TILANNEKUVA_HOME says which city it is."""
