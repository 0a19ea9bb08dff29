//! One server behind the gateway, and what is its own.

use crosscheck_service::PoliciesByHost;
use crosscheck_service::PolicyHandle;
use crosscheck_service::PolicySelector;
use crosscheck_service::http_crate::HttpHead;

use crate::HostHeader;
use crate::Upstream;
use crate::selector::Selector;
use crate::upstream_cors::UpstreamCors;

/// One server behind the gateway: where it is, what it serves, and the policy of that.
///
/// # Example
/// ```
/// use crosscheck::server::Policy;
/// use crosscheck_gateway::{Backend, Gateway, Upstream};
///
/// let shop = Backend::new(Policy::permissive(), Upstream::parse("http://127.0.0.1:9000")?);
/// let billing = Backend::new(Policy::off(), Upstream::parse("http://127.0.0.1:9001")?)
///     .hosts(["api.example"])
///     .under("/billing")
///     .strip_path();
/// let gateway = Gateway::of([shop, billing])?;
/// # let _ = gateway;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Backend {
    pub(crate) upstream: Upstream,
    pub(crate) selector: Selector,
    /// None is any.
    pub(crate) hosts: Vec<String>,
    pub(crate) path: String,
    pub(crate) strips_path: bool,
    pub(crate) host_header: HostHeader,
    pub(crate) cors: UpstreamCors,
    pub(crate) anonymous: bool,
    pub(crate) blocks_refused: bool,
}

impl Backend {
    /// A server for every host and path, and a policy for it, or the place of one.
    pub fn new(policy: impl Into<PolicyHandle>, upstream: Upstream) -> Self {
        Self::selected(Selector::common(policy.into().reader()), upstream)
    }

    /// The same with a policy for each host: for tenants.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, Policy};
    /// use crosscheck_gateway::{Backend, Gateway, Upstream};
    /// use crosscheck_service::PoliciesByHost;
    ///
    /// let tenants = PoliciesByHost::new(Policy::off());
    /// let shop = Config { origins: vec!["https://shop.example".into()], ..Config::default() };
    /// tenants.insert("api.shop.example", Policy::new(&shop)?)?;
    /// let backend = Backend::by_host(tenants, Upstream::parse("http://127.0.0.1:9000")?);
    /// let gateway = Gateway::of([backend])?;
    /// # let _ = gateway;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn by_host(policies: PoliciesByHost, upstream: Upstream) -> Self {
        Self::selected(Selector::by_host(policies), upstream)
    }

    /// The same with a policy for each request, by a function of its head. [`Policy::off`](crosscheck::server::Policy::off)
    /// is a policy too, and one that leaves a path to the server behind (`handler`) passes its headers on
    /// untouched.
    pub fn with_selector<S>(selector: S, upstream: Upstream) -> Self
    where
        S: for<'r> PolicySelector<HttpHead<'r>> + Clone + Send + 'static,
    {
        Self::selected(Selector::new(selector), upstream)
    }

    fn selected(selector: Selector, upstream: Upstream) -> Self {
        Self {
            upstream,
            selector,
            hosts: Vec::new(),
            path: "/".into(),
            strips_path: false,
            host_header: HostHeader::default(),
            cors: UpstreamCors::default(),
            anonymous: false,
            blocks_refused: false,
        }
    }

    /// Serves these hosts only, each as requests name it: `api.example`, `api.example:8443`.
    pub fn hosts(mut self, hosts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.hosts = hosts.into_iter().map(Into::into).collect();
        self
    }

    /// Serves that path and what is below it. Of several the longest wins, whole segments only.
    pub fn under(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Takes that path off before it asks the server, and puts it before the paths in the server's
    /// `Location`, `Content-Location` and `Refresh`.
    pub const fn strip_path(mut self) -> Self {
        self.strips_path = true;
        self
    }

    /// Sends the server that `Host`.
    pub const fn send_host(mut self, host: HostHeader) -> Self {
        self.host_header = host;
        self
    }

    /// Does that with what the server itself says of CORS.
    pub const fn upstream_cors(mut self, cors: UpstreamCors) -> Self {
        self.cors = cors;
        self
    }

    /// Asks as a stranger would: without cookies, in either direction, and without a word about the client.
    /// For a server that is somebody else's.
    pub const fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self
    }

    /// Answers 403 to a page that may not read, so that it changes nothing there either. What is no page's request
    /// goes on.
    pub const fn block_refused(mut self) -> Self {
        self.blocks_refused = true;
        self
    }
}
