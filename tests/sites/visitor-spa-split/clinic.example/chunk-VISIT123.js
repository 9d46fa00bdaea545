import{a as T}from"./chunk-SHARED12.js";export{T as routes};
