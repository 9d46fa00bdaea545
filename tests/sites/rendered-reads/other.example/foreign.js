// foreign
