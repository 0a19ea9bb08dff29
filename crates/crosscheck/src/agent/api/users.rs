//! The users of the network: every API and element by which a page asks.

use crate::wire::words::words;

words! {
    /// By what a page asks.
    #[non_exhaustive]
    pub enum Api {
        /// `fetch()`.
        Fetch = "fetch",
        /// `XMLHttpRequest`.
        Xhr = "xhr",
        /// `<img>`, then drawn on a canvas that is read.
        Img = "img",
        /// `<img>`, then given to WebGL as a texture.
        Webgl = "webgl",
        /// `FontFace`.
        Font = "font",
        /// `<script>`: does the page see the message of its errors?
        Script = "script",
        /// `<link rel=stylesheet>`: are its rules readable?
        Style = "style",
        /// `shape-outside: url()`.
        Shape = "shape",
        /// `EventSource`.
        EventSource = "eventsource",
        /// `navigator.sendBeacon`.
        Beacon = "beacon",
        /// `<link rel=preload>`.
        Preload = "preload",
        /// `<link rel=modulepreload>`.
        ModulePreload = "modulepreload",
        /// `import()`.
        Import = "import",
        /// `import()` of JSON.
        JsonModule = "json-module",
        /// `import()` of a style sheet.
        CssModule = "css-module",
        /// `@import` in a style sheet.
        AtImport = "at-import",
        /// `mask-image: url()`.
        Mask = "mask",
        /// `background-image: url()`.
        Background = "background",
        /// `<use>` in SVG.
        SvgUse = "svg-use",
        /// `<video>`.
        Video = "video",
        /// `<audio>`.
        Audio = "audio",
        /// `<track>`; `crossorigin` is that of its `<video>`.
        Track = "track",
        /// `<iframe>`.
        Iframe = "iframe",
        /// A form sent into an `<iframe>`.
        Form = "form",
        /// `WebSocket`.
        WebSocket = "websocket",
        /// `fetchLater()`.
        FetchLater = "fetchlater",
        /// `importScripts()` in a worker.
        ImportScripts = "importscripts",
        /// `document.cookie`, which asks nobody.
        Cookie = "cookie",
    }
}

impl Api {
    /// Whether it is an element with a `referrerpolicy` attribute.
    ///
    /// Spec: <https://html.spec.whatwg.org/multipage/urls-and-fetching.html#referrer-policy-attributes>
    pub const fn has_referrer_policy_attribute(self) -> bool {
        matches!(
            self,
            Self::Img
                | Self::Webgl
                | Self::Script
                | Self::Style
                | Self::Preload
                | Self::ModulePreload
                | Self::Iframe
        )
    }
}
