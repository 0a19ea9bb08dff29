//! What each browser does otherwise than the standard.
//!
//! [`Profile`] is one browser, as a column of answers; [`Difference`] is one question, a row.

mod address_blocks;
mod behaviours;
mod browser;
#[macro_use]
mod differences_macro;
mod differences;
mod insecure_requests;
mod releases;

pub use address_blocks::AddressBlock;
pub use behaviours::AnsweredFromCache;
pub use behaviours::CacheModel;
pub use behaviours::ClearSiteData;
pub use behaviours::ConditionalStatuses;
pub use behaviours::ConsoleStyle;
pub use behaviours::CookieBytes;
pub use behaviours::EmptyLocation;
pub use behaviours::HandshakeMetadata;
pub use behaviours::HstsAudience;
pub use behaviours::HttpCachePartition;
pub use behaviours::ImplicitLifetime;
pub use behaviours::Invalidation;
pub use behaviours::KeptIfRefused;
pub use behaviours::LocalNetworkChecks;
pub use behaviours::MaxAgeRule;
pub use behaviours::OpaqueOriginReferrer;
pub use behaviours::PreflightBypass;
pub use behaviours::PreflightRedirect;
pub use behaviours::RangeRule;
pub use behaviours::RangesInCache;
pub use behaviours::RedirectHeaders;
pub use behaviours::RedirectsAndSameSite;
pub use behaviours::RequestDirectives;
pub use behaviours::SameSiteMetadata;
pub use behaviours::SharedMemory;
pub use behaviours::SrcdocReferrer;
pub use behaviours::StaleWhileRevalidate;
pub use behaviours::StickyPreflight;
pub use behaviours::StorageAccessTold;
pub use behaviours::StreamBodies;
pub use behaviours::ThirdPartyCookies;
pub use behaviours::UnspecifiedAddress;
pub use behaviours::VariedEntry;
pub use behaviours::XhrCharset;
pub use differences::Difference;
pub use differences::Evidence;
pub use differences::Profile;
pub use insecure_requests::InheritingWorkers;
pub use insecure_requests::LoopbackUpgrade;
pub use insecure_requests::Upgrade;
pub use insecure_requests::UpgradedHosts;
pub use releases::UnknownRelease;
