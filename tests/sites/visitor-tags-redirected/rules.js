    "vtp_supportDocumentWrite": false,
    "tag_id": 4
   }
  ],
  "predicates": [
   {
    "function": "_eq",
    "arg0": [
     "macro",
     0
    ],
    "arg1": "gtm.js"
   },
   {
    "function": "_cn",
    "arg0": [
     "macro",
     1
    ],
    "arg1": "\/thanks"
   }
  ],
  "rules": [
   [
    [
     "if",
     0
    ],
    [
     "add",
     0
    ]
   ],
   [
    [
     "if",
     0,
     1
    ],
    [
     "add",
     1
    ]
   ]
  ]
