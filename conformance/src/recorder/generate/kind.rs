//! What scenarios are about.

/// What a scenario is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// CORS itself, between three origins on loopback.
    Loopback,
    /// The HTTP cache: an element first, cache modes, kept redirects, two pages.
    Cache,
    /// The preflight cache beside the HTTP cache.
    Preflight,
    /// The network around the user, who has decided.
    LocalNetwork,
    /// The same, where the user has not.
    LocalNetworkPrompt,
    /// Cookies on real names with TLS.
    Cookies,
    /// Cookies where there is no TLS.
    CookiesHttp,
    /// Redirects to a sign-in and back.
    SignIn,
    /// Frames, windows and workers.
    Contexts,
    /// Elements of all kinds, preloads and modules.
    Elements,
    /// Fonts, preloaded and used.
    Fonts,
    /// One file, and whoever in a document uses it.
    Reuse,
    /// Mixed content, HSTS and upgrades.
    MixedContent,
    /// What `Origin` says.
    Origin,
    /// Embedder and resource policies.
    Embedder,
    /// Longer ones: many steps over a few resources that they share.
    Story,
    /// A page that is busy with one thing, in whatever way: modules, workers, event streams, media.
    Theme,
}

impl Kind {
    /// Every one of them.
    pub const ALL: [Self; 17] = [
        Self::Loopback,
        Self::Cache,
        Self::Preflight,
        Self::LocalNetwork,
        Self::LocalNetworkPrompt,
        Self::Cookies,
        Self::CookiesHttp,
        Self::SignIn,
        Self::Contexts,
        Self::Elements,
        Self::Fonts,
        Self::Reuse,
        Self::MixedContent,
        Self::Origin,
        Self::Embedder,
        Self::Story,
        Self::Theme,
    ];

    /// How it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Loopback => "loopback",
            Self::Cache => "cache",
            Self::Preflight => "preflight",
            Self::LocalNetwork => "local-network",
            Self::LocalNetworkPrompt => "local-network-prompt",
            Self::Cookies => "cookies",
            Self::CookiesHttp => "cookies-http",
            Self::SignIn => "sign-in",
            Self::Contexts => "contexts",
            Self::Elements => "elements",
            Self::Fonts => "fonts",
            Self::Reuse => "reuse",
            Self::MixedContent => "mixed-content",
            Self::Origin => "origin",
            Self::Embedder => "embedder",
            Self::Story => "story",
            Self::Theme => "theme",
        }
    }

    /// How often it is chosen, beside others.
    pub(super) const fn weight(self) -> u32 {
        match self {
            Self::Loopback => 55,
            Self::Theme => 30,
            Self::Cache => 23,
            Self::Cookies | Self::LocalNetwork | Self::Elements => 15,
            Self::Contexts | Self::Origin => 12,
            Self::Story => 10,
            Self::MixedContent | Self::Reuse => 8,
            Self::SignIn => 6,
            Self::Preflight | Self::CookiesHttp | Self::Fonts | Self::Embedder => 4,
            Self::LocalNetworkPrompt => 1,
        }
    }
}
