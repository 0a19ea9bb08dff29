//! The headers that a policy writes.

/// The headers by which a server speaks CORS: what a gateway strips from an upstream's answer.
pub const CORS_RESPONSE_HEADERS: [&str; 6] = [
    AnswerHeader::AllowCredentials.name(),
    AnswerHeader::AllowHeaders.name(),
    AnswerHeader::AllowMethods.name(),
    AnswerHeader::AllowOrigin.name(),
    AnswerHeader::ExposeHeaders.name(),
    AnswerHeader::MaxAge.name(),
];

/// A header that a policy writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum AnswerHeader {
    /// `access-control-allow-credentials`
    AllowCredentials,
    /// `access-control-allow-headers`
    AllowHeaders,
    /// `access-control-allow-methods`
    AllowMethods,
    /// `access-control-allow-origin`
    AllowOrigin,
    /// `access-control-expose-headers`
    ExposeHeaders,
    /// `access-control-max-age`
    MaxAge,
    /// `cross-origin-resource-policy`
    ResourcePolicy,
    /// `timing-allow-origin`
    TimingAllowOrigin,
}

impl AnswerHeader {
    /// Every header, in the order of their numbers: `ALL[header as usize]` is the header.
    pub const ALL: &'static [Self] = &[
        Self::AllowCredentials,
        Self::AllowHeaders,
        Self::AllowMethods,
        Self::AllowOrigin,
        Self::ExposeHeaders,
        Self::MaxAge,
        Self::ResourcePolicy,
        Self::TimingAllowOrigin,
    ];

    /// Those of [`CORS_RESPONSE_HEADERS`].
    pub const OF_CORS: &'static [Self] = &[
        Self::AllowCredentials,
        Self::AllowHeaders,
        Self::AllowMethods,
        Self::AllowOrigin,
        Self::ExposeHeaders,
        Self::MaxAge,
    ];

    /// Whether it is one of [`CORS_RESPONSE_HEADERS`].
    #[inline]
    pub const fn is_of_cors(self) -> bool {
        (self as usize) < CORS_RESPONSE_HEADERS.len()
    }

    /// The name, in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AllowCredentials => "access-control-allow-credentials",
            Self::AllowHeaders => "access-control-allow-headers",
            Self::AllowMethods => "access-control-allow-methods",
            Self::AllowOrigin => "access-control-allow-origin",
            Self::ExposeHeaders => "access-control-expose-headers",
            Self::MaxAge => "access-control-max-age",
            Self::ResourcePolicy => "cross-origin-resource-policy",
            Self::TimingAllowOrigin => "timing-allow-origin",
        }
    }
}
