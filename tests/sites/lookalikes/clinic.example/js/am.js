window.am = function (hour) { return hour < 12; };
