//! What browsers make of insecure requests of secure pages.

/// How an insecure URL turns into the one over TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Upgrade {
    /// Not at all.
    Never,
    /// As if it had been asked for in the first place.
    InPlace,
    /// As if the insecure host had redirected there.
    Redirect,
    /// The same, but it hides nothing of who asks.
    SilentRedirect,
}

/// Which workers want what the document wants that made them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InheritingWorkers {
    /// None: it is for their scripts to say.
    None,
    /// Those that are of one document.
    Dedicated,
    /// All.
    All,
}

/// The hosts of which a secure page's insecure images and media are loaded over TLS instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UpgradedHosts {
    /// None.
    None,
    /// Those that have names.
    Names,
    /// The same, and IPv6 addresses.
    AllButVersionFour,
    /// All, but this machine.
    All,
}

/// When `upgrade-insecure-requests` changes URLs of this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoopbackUpgrade {
    /// Never: nobody listens on the way there.
    Never,
    /// Where a redirect leads there.
    OnRedirects,
    /// Those of `WebSocket`.
    OfWebSockets,
    /// Always.
    Always,
}
