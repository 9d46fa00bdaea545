window.chatWidget = { open: function () { return "chat"; } };
