  , "macros": [
   {
    "function": "__e"
   },
   {
    "function": "__u",
    "vtp_component": "PATH"
   },
   {
    "function": "__v",
    "vtp_name": "page.ref"
   }
  ]
 }
};
