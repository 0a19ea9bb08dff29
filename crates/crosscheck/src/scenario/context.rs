//! Where a step runs.

use alloc::format;
use alloc::string::String;
use core::fmt;

use crate::wire::Origin;

/// Where a step runs: in the page, or in a frame, window or worker of it.
///
/// Frames and workers of one kind and origin are kept for the page's life; a window closes after
/// the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Context {
    /// In the page.
    Top,
    /// In an `<iframe>` of an origin.
    Frame(Origin),
    /// In an `<iframe credentialless>` of an origin.
    Credentialless(Origin),
    /// In a window of an origin that the page opened.
    Window(Origin),
    /// In an `<iframe sandbox=allow-scripts>` of the page.
    Sandbox,
    /// In an `<iframe srcdoc>`.
    Srcdoc,
    /// In a dedicated worker.
    Worker,
    /// In a dedicated worker that is a module.
    ModuleWorker,
    /// In a shared worker.
    SharedWorker,
    /// In an `<iframe>` of the page's origin, whose service worker answers with `fetch(request)`.
    ServiceWorkerControlled,
}

impl Context {
    /// The one that is written so: `worker`, `frame:https://widget.example`.
    ///
    /// Fails with the words that would do.
    /// # Example
    /// ```
    /// use crosscheck::scenario::Context;
    ///
    /// assert_eq!(Context::parse("shared-worker"), Ok(Context::SharedWorker));
    /// let frame = Context::parse("frame:https://widget.example").unwrap();
    /// assert_eq!(frame.to_string(), "frame:https://widget.example");
    /// assert!(Context::parse("frame").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, ContextError> {
        Ok(match text {
            "top" => Self::Top,
            "sandbox" => Self::Sandbox,
            "srcdoc" => Self::Srcdoc,
            "worker" => Self::Worker,
            "module-worker" => Self::ModuleWorker,
            "shared-worker" => Self::SharedWorker,
            "service-worker-controlled" => Self::ServiceWorkerControlled,
            _ => {
                let (word, origin) = text.split_once(':').unwrap_or((text, ""));
                let of_origin = match word {
                    "frame" => Self::Frame,
                    "credentialless" => Self::Credentialless,
                    "window" => Self::Window,
                    _ => return Err(ContextError { reason: None }),
                };
                of_origin(Origin::parse(origin).map_err(|error| ContextError {
                    reason: Some(format!("after `{word}:`: {error}")),
                })?)
            }
        })
    }

    /// The origin that it names, if it is of one of its own.
    pub(super) const fn origin(&self) -> Option<&Origin> {
        match self {
            Self::Frame(origin) | Self::Credentialless(origin) | Self::Window(origin) => {
                Some(origin)
            }
            _ => None,
        }
    }

    /// Whether it is the page itself.
    pub const fn is_top(&self) -> bool {
        matches!(self, Self::Top)
    }
}

impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Top => "top",
            Self::Frame(origin) => return write!(f, "frame:{origin}"),
            Self::Credentialless(origin) => return write!(f, "credentialless:{origin}"),
            Self::Window(origin) => return write!(f, "window:{origin}"),
            Self::Sandbox => "sandbox",
            Self::Srcdoc => "srcdoc",
            Self::Worker => "worker",
            Self::ModuleWorker => "module-worker",
            Self::SharedWorker => "shared-worker",
            Self::ServiceWorkerControlled => "service-worker-controlled",
        })
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Context {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A text that names no context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextError {
    /// What is wrong with the origin, if it is that.
    reason: Option<String>,
}

impl fmt::Display for ContextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason.as_deref().unwrap_or("a step runs in no such place"))
    }
}

impl core::error::Error for ContextError {}
