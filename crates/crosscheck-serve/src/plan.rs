//! What a file says of a gateway, read and checked; nothing is opened yet.

use std::net::SocketAddr;
use std::num::NonZero;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use crosscheck_config::AccessLogFormat;
use crosscheck_config::ListenAddress;
use crosscheck_config::ReadOptions;
use crosscheck_config::Report;
use crosscheck_config::files::PolicyFiles;
use crosscheck_gateway::Backend;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::Upstream;
use crosscheck_service::PoliciesByHost;
use crosscheck_service::PolicyHandle;

use crate::certificates::Certificates;
use crate::certificates::secured;
use crate::event::Event;
use crate::failure::ServeError;
use crate::policies::Policies;
use crate::settings;
use crate::tenants::Tenants;

/// What comes before what a file says.
#[derive(Clone, Debug, Default)]
#[expect(clippy::exhaustive_structs, reason = "made by whoever asks, whole")]
pub struct Overrides {
    /// Where to listen.
    pub listen: Option<ListenAddress>,
    /// The one upstream, for every host and path.
    pub upstream: Option<String>,
}

/// A gateway as a file has it.
#[derive(Debug)]
pub struct Plan {
    pub(crate) policies: Policies,
    pub(crate) tenants: Option<Tenants>,
    pub(crate) listen: ListenAddress,
    pub(crate) socket_permissions: u32,
    pub(crate) workers: NonZero<usize>,
    pub(crate) admin: Option<SocketAddr>,
    pub(crate) access_log: Option<AccessLogFormat>,
    pub(crate) gateway: Gateway,
    pub(crate) certificates: Option<Certificates>,
    warnings: Vec<Report>,
}

impl Plan {
    /// Reads the policy file, its candidate, and the folder of tenants if there is one.
    ///
    /// In: the policy file; one on trial beside it; how each is read. Fails on the first file that is wrong,
    /// with all that is wrong with it.
    pub fn read(
        policy: PathBuf,
        candidate: Option<PathBuf>,
        options: ReadOptions,
        overrides: &Overrides,
    ) -> Result<Self, ServeError> {
        let folder = policy.parent().map(PathBuf::from).unwrap_or_default();
        let check = settings::mistakes;
        let files = Arc::new(PolicyFiles { policy, candidate, options, check });
        let mut loaded = files.first()?;
        let warnings = std::mem::take(&mut loaded.warnings);
        let mut policies = Policies::new(files, loaded);
        let written = policies.gateway.clone();
        let tenants = written.tenants.as_ref().map(|path| {
            let folder = folder.join(path);
            Tenants::new(folder, options, policies.common.clone())
        });
        let tenants = match tenants {
            None => None,
            Some(mut tenants) => {
                let mut looked = tenants.look()?;
                if let Some(wrong) = looked.wrong.pop() {
                    return Err(wrong.into());
                }
                Some(tenants)
            }
        };
        let by_host = tenants.as_ref().map(Tenants::policies);
        let backends = backends(&mut policies, by_host.as_ref(), overrides, &folder)?;
        let certificates = Certificates::read(&written.certificates, &folder)?;
        let mut gateway = Gateway::of(backends)?
            .otherwise(policies.common.clone())
            .trust(written.trust)
            .expect_proxy_protocol(written.proxy_protocol)
            .limit(settings::limits(&written.limits));
        if let Some(certificates) = &certificates {
            gateway = gateway.secure(certificates.tls.clone());
        }
        if written.http2_in_the_clear {
            gateway = gateway.speak_http2_in_the_clear();
        }
        let cores = thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
        let usual = || SocketAddr::from(([127, 0, 0, 1], 8080)).into();
        Ok(Self {
            listen: overrides.listen.clone().or(written.listen).unwrap_or_else(usual),
            socket_permissions: written.socket_permissions.unwrap_or(OWNER_AND_GROUP),
            workers: written.workers.unwrap_or(cores),
            admin: written.admin,
            access_log: written.access_log,
            gateway,
            certificates,
            tenants,
            policies,
            warnings,
        })
    }

    /// What is to be said of the files, none of it an error.
    pub fn warnings(&self) -> &[Report] {
        &self.warnings
    }

    /// Whether clients are spoken to over TLS.
    pub const fn is_secure(&self) -> bool {
        self.certificates.is_some()
    }

    /// The servers behind it, in their order.
    pub fn upstreams(&self) -> Vec<String> {
        self.gateway.upstreams().map(ToString::to_string).collect()
    }

    /// How many hosts have policies of their own.
    pub fn tenants(&self) -> usize {
        self.tenants.as_ref().map_or(0, |tenants| tenants.policies().len())
    }

    pub(crate) fn in_force(&self) -> Event {
        self.policies.in_force()
    }
}

fn backends(
    policies: &mut Policies,
    tenants: Option<&PoliciesByHost>,
    overrides: &Overrides,
    folder: &Path,
) -> Result<Vec<Backend>, ServeError> {
    let written_host = policies.gateway.host;
    let common = policies.common.clone();
    let backend = |upstream: Upstream, own: Option<PolicyHandle>| match (own, tenants) {
        (Some(own), _) => Backend::new(own, upstream),
        (None, Some(tenants)) => Backend::by_host(tenants.clone(), upstream),
        (None, None) => Backend::new(common.clone(), upstream),
    };
    if let Some(url) = &overrides.upstream {
        policies.own.clear();
        return Ok(vec![
            backend(Upstream::parse(url)?, None).send_host(settings::host(written_host)),
        ]);
    }
    let mut backends = Vec::new();
    for (written, own) in policies.upstreams.iter().zip(policies.own.clone()) {
        let mut upstream = secured(Upstream::parse(&written.url)?, written, folder)?;
        if written.http2 {
            upstream = upstream.over_http2();
        }
        let backend = settings::routed(backend(upstream, own), written)
            .send_host(settings::host(written.host.unwrap_or(written_host)))
            .upstream_cors(settings::upstream_cors(written.upstream_cors));
        backends.push(backend);
    }
    if backends.is_empty() { Err(ServeError::NoUpstream) } else { Ok(backends) }
}

/// Who may connect to a socket in the file system, unless the file says.
const OWNER_AND_GROUP: u32 = 0o660;
