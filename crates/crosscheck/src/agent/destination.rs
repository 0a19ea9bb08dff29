//! What an answer is for.

use crate::agent::request::Initiator;
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

impl Initiator {
    /// What the answer is for, by who asks.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::{Destination, Initiator};
    ///
    /// assert_eq!(Initiator::Import.destination(), Destination::Script);
    /// assert_eq!(Initiator::Beacon.destination().name(), "empty");
    /// ```
    pub const fn destination(self) -> Destination {
        match self {
            Self::Fetch
            | Self::FetchLater
            | Self::Xhr
            | Self::EventSource
            | Self::Beacon
            | Self::WebSocket => Destination::Empty,
            Self::Image | Self::Shape | Self::Background | Self::Mask | Self::SvgUse => {
                Destination::Image
            }
            Self::Font => Destination::Font,
            Self::Script | Self::ModuleScript | Self::Import | Self::ImportScripts => {
                Destination::Script
            }
            Self::JsonModule => Destination::Json,
            Self::Style | Self::AtImport | Self::CssModule => Destination::Style,
            Self::Iframe | Self::Form => Destination::Iframe,
            Self::Video => Destination::Video,
            Self::Audio => Destination::Audio,
            Self::Track => Destination::Track,
        }
    }
}
