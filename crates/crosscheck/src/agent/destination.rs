//! What an answer is for.

use crate::wire::words::words;

words! {
    /// What an answer is for: a picture, a script, or something that only script knows.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-request-destination>
    #[non_exhaustive]
    pub enum Destination {
        /// Script knows, or nobody.
        Empty = "empty",
        /// `<audio>`.
        Audio = "audio",
        /// A web font.
        Font = "font",
        /// A document in an `<iframe>`.
        Iframe = "iframe",
        /// A picture, also one that a style sheet names.
        Image = "image",
        /// A JSON module.
        Json = "json",
        /// A script, a module or not.
        Script = "script",
        /// A style sheet, a module or not.
        Style = "style",
        /// Captions.
        Track = "track",
        /// `<video>`.
        Video = "video",
        /// The handshake of a `WebSocket`, by some browsers; by the standard it is for nobody.
        WebSocket = "websocket",
    }
}
