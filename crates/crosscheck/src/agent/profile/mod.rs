//! What each browser does otherwise than the standard.
//!
//! [`Profile`] is one browser, as a column of answers; [`Difference`] is one question, a row.

mod answers;
mod browser;
#[macro_use]
mod columns;
mod releases;
mod rows;

pub use answers::AnsweredFromCache;
pub use answers::CacheModel;
pub use answers::ConsoleStyle;
pub use answers::CookieBytes;
pub use answers::EmptyLocation;
pub use answers::HandshakeMetadata;
pub use answers::HttpCachePartition;
pub use answers::ImplicitLifetime;
pub use answers::Invalidation;
pub use answers::KeptIfRefused;
pub use answers::LocalNetworkChecks;
pub use answers::LoopbackUpgrade;
pub use answers::MaxAgeRule;
pub use answers::MediaDespiteNosniff;
pub use answers::OpaqueOriginReferrer;
pub use answers::PreflightBypass;
pub use answers::PreflightRedirect;
pub use answers::PreloadReuse;
pub use answers::RangeRule;
pub use answers::RedirectHeaders;
pub use answers::RedirectsAndSameSite;
pub use answers::SameSiteMetadata;
pub use answers::SrcdocReferrer;
pub use answers::StaleWhileRevalidate;
pub use answers::StickyPreflight;
pub use answers::StorageAccessTold;
pub use answers::ThirdPartyCookies;
pub use answers::Upgrade;
pub use answers::UpgradedHosts;
pub use answers::VariedEntry;
pub use answers::XhrCharset;
pub use releases::UnknownRelease;
pub use rows::Difference;
pub use rows::Evidence;
pub use rows::Profile;
