//! Which backend a request is for: by its host, and the longest path.

use std::collections::BTreeMap;
use std::collections::HashMap;

use crosscheck::server::PathMap;
use crosscheck::server::PathMapError;
use crosscheck::server::Reason;
use crosscheck_service::HostError;
use crosscheck_service::comparable_host;

use crate::Backend;

/// The number of a backend, by host and path.
#[derive(Debug)]
pub(crate) struct Routes {
    by_host: HashMap<Box<str>, PathMap<usize>>,
    /// For hosts that none names, and paths that none has for a host that is named.
    any_host: PathMap<usize>,
}

/// Why backends do not fit beside each other.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RouteError {
    /// A host is none.
    #[error(transparent)]
    Host(HostError),
    /// A path is none, or two of one host are the same.
    #[error(transparent)]
    Path(PathMapError),
}

impl Routes {
    pub(crate) fn new(backends: &[Backend]) -> Result<Self, RouteError> {
        let (mut by_host, mut any_host) = (BTreeMap::<_, Vec<_>>::new(), Vec::new());
        for (number, backend) in backends.iter().enumerate() {
            if backend.hosts.is_empty() {
                any_host.push((backend.path.as_str(), number));
            }
            for host in &backend.hosts {
                let host = comparable_host(host).ok_or_else(|| HostError::of(host));
                let paths = by_host.entry(host.map_err(RouteError::Host)?).or_default();
                paths.push((backend.path.as_str(), number));
            }
        }
        let any_host = PathMap::new(any_host).map_err(RouteError::Path)?;
        let by_host = by_host.into_iter().map(|(host, paths)| {
            let paths = PathMap::new(paths).map_err(RouteError::Path)?;
            Ok((host.into(), paths))
        });
        Ok(Self { any_host, by_host: by_host.collect::<Result<_, _>>()? })
    }

    /// In: the host that the request names, if any; its path.
    ///
    /// Fails if no backend serves that, or if the path could be read as that of another backend.
    pub(crate) fn find(&self, host: Option<&[u8]>, path: &str) -> Result<usize, Reason> {
        let host = host.filter(|_| !self.by_host.is_empty());
        let host = host.and_then(|host| comparable_host(str::from_utf8(host).ok()?));
        match host.and_then(|host| self.by_host.get(&*host)).map(|paths| paths.get(path)) {
            None | Some(Err(Reason::PathNotCovered)) => self.any_host.get(path).copied(),
            Some(found) => found.copied(),
        }
    }
}
