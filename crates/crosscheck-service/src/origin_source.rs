//! Origins that are judged while the server runs: whom a table of tenants knows.

use std::error::Error;
use std::future::Future;
use std::pin::Pin;

/// What a source is asked: whether pages of an origin may read what is served for a host.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct OriginQuestion {
    /// The host that the request asks, in lower case, without the ports that `http` and `https` have by
    /// themselves; empty if it names none, or several. A stranger's text.
    pub host: String,
    /// The page's origin: spelled as browsers do, and a stranger's text all the same.
    pub origin: String,
}

/// Knows origins that stand in no list: asked by rules that say
/// [`origin_source`](crosscheck::server::Config::origin_source), about origins that no list of theirs
/// holds.
///
/// Its answers are kept by [`OriginAnswers`](crate::OriginAnswers). Whoever waits for it waits for as
/// long as it takes, so let it end: queries want a limit of time. An error refuses, and is no answer;
/// observers are told of it by its [`Reason`](crosscheck::server::Reason), so write down here what it
/// was.
///
/// A database that blocks, as SQLite does, is asked on a thread that may (`tokio::task::spawn_blocking`,
/// `actix_web::web::block`): asked here, it would hold up whatever else its worker serves.
///
/// # Example
/// ```
/// use crosscheck_service::{OriginQuestion, OriginSource, OriginSourceError};
///
/// struct Tenants(/* a pool of connections */);
///
/// impl OriginSource for Tenants {
///     async fn knows(&self, asked: &OriginQuestion) -> Result<bool, OriginSourceError> {
///         // select exists (select from pages where api = $1 and origin = $2)
///         Ok((asked.host.as_str(), asked.origin.as_str()) == ("api.example", "https://shop.example"))
///     }
/// }
/// # let _ = Tenants();
/// ```
pub trait OriginSource: Send + Sync + 'static {
    /// Whether pages of the origin may do what the rule allows. A source that need not wait answers
    /// with [`std::future::ready`].
    fn knows(
        &self,
        asked: &OriginQuestion,
    ) -> impl Future<Output = Result<bool, OriginSourceError>> + Send;
}

/// Why a source gave no answer: any error.
pub type OriginSourceError = Box<dyn Error + Send + Sync>;

/// A source, whichever it is.
pub(crate) trait AnySource: Send + Sync {
    fn ask<'s>(&'s self, asked: &'s OriginQuestion) -> Asking<'s>;
}

type Asking<'s> = Pin<Box<dyn Future<Output = Result<bool, OriginSourceError>> + Send + 's>>;

impl<S: OriginSource> AnySource for S {
    fn ask<'s>(&'s self, asked: &'s OriginQuestion) -> Asking<'s> {
        Box::pin(self.knows(asked))
    }
}

/// What a source of origins says, if it is known already: one type, so that what decides is compiled once.
pub(crate) fn says(is_known: Option<bool>) -> impl FnOnce(&str) -> Option<bool> {
    move |_| is_known
}
