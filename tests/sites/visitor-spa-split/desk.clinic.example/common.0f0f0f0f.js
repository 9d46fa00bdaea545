"use strict";(self.webpackChunkdesk=self.webpackChunkdesk||[]).push([[12],{310:(t,e,n)=>{n.d(e,{A:()=>a});var a=i=>i.map(o=>String.fromCharCode(o)).join("")}}]);
