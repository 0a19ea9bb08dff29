//! What a gateway has to tell whoever runs it.

use std::fmt;
use std::sync::Arc;

use crosscheck::server::PolicyId;
use crosscheck::server::Reason;
use crosscheck_config::Report;
use crosscheck_config::files::FileError;
use crosscheck_service::ShadowDifference;

/// Something that happened. Its text is a line for people; texts of strangers in it are shown as data.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event {
    /// This policy is in force from now on.
    InForce(PolicyId),
    /// A file holds a policy, and something is to be said about it.
    Warning(Report),
    /// A file could not be read, or is wrong.
    Wrong(FileError),
    /// Something else could not be done; nothing changed.
    Trouble(String),
    /// So nothing changed.
    NothingChanged(PolicyId),
    /// What is read only at a start has changed.
    StartAnew(&'static str),
    /// Policies of tenants were read: how many are new or changed, how many are gone.
    Tenants(usize, usize),
    /// Certificates that were renewed are shown from now on.
    Certificates,
    /// The candidate would have said something else, for the first time in this way.
    TrialDiffers(ShadowDifference),
    /// How often it would have, at the end.
    TrialInAll(ShadowDifference),
    /// A page was refused.
    Refused(Refused),
    /// So many more were, too many to tell of.
    RefusedMore(u64),
}

/// A request of a page that may not.
#[derive(Debug)]
#[non_exhaustive]
pub struct Refused {
    /// `GET`, or `preflight for PUT`.
    pub method: String,
    /// Its path.
    pub path: String,
    /// Its `Origin`.
    pub origin: String,
    /// Why.
    pub reason: Reason,
    /// What would allow it, and in which list of the policy.
    pub change: Option<(String, String)>,
}

/// Who is told. Must not block: it is called where requests are served.
pub type Tell = Arc<dyn Fn(Event) + Send + Sync>;

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InForce(id) => write!(f, "policy {id} in force"),
            Self::Warning(report) => f.write_str(&report.text()),
            Self::Wrong(error) => error.fmt(f),
            Self::Trouble(what) => f.write_str(what),
            Self::NothingChanged(id) => write!(f, "nothing changed: policy {id} stays in force"),
            Self::StartAnew(table) => write!(f, "`{table}` has changed: start anew for that"),
            Self::Tenants(read, gone) => write!(f, "tenants: {read} read, {gone} gone"),
            Self::Certificates => f.write_str("the new certificates are shown"),
            Self::TrialDiffers(difference) => {
                let sample = &difference.sample;
                let (method, path) = (&sample.method, &sample.path);
                let verdicts = Verdicts(difference);
                write!(f, "trial: {verdicts}: {method:?} {path:?} from {:?}", sample.origin)
            }
            Self::TrialInAll(difference) => {
                write!(f, "trial: {}: {} in all", Verdicts(difference), difference.count)
            }
            Self::Refused(refused) => refused.fmt(f),
            Self::RefusedMore(count) => write!(f, "refused: {count} more within a second"),
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, path, origin, reason, change } = self;
        write!(f, "refused: {method} {path} from {origin}: {}", reason.name())?;
        match change {
            Some((value, list)) => write!(f, "; to allow it, add {value:?} to {list}"),
            None => Ok(()),
        }
    }
}

/// `now allowed, the candidate would refuse (origin-not-allowed)`
struct Verdicts<'d>(&'d ShadowDifference);

impl fmt::Display for Verdicts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.in_force, self.0.candidate) {
            (Ok(()), Ok(())) => f.write_str("allowed by both, with other headers"),
            (Ok(()), Err(theirs)) => {
                write!(f, "now allowed, the candidate would refuse ({})", theirs.name())
            }
            (Err(ours), Ok(())) => {
                write!(f, "now refused ({}), the candidate would allow", ours.name())
            }
            (Err(ours), Err(theirs)) => {
                write!(f, "refused by both, now as {}, then as {}", ours.name(), theirs.name())
            }
        }
    }
}
