//! The origins that the lab has for scenarios.

/// The origins that the lab has for scenarios.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    /// Where pages are.
    pub(crate) page: String,
    /// Servers of the page's site, under other ports.
    pub(crate) near: [String; 2],
    /// Servers of another site.
    pub(crate) far: [String; 2],
}

impl Places {
    /// Two ports, each under two names.
    pub(crate) fn new(page: &str, ports: [u16; 2]) -> Self {
        Self {
            page: page.into(),
            near: ports.map(|port| format!("http://localhost:{port}")),
            far: ports.map(|port| format!("http://127.0.0.1:{port}")),
        }
    }

    /// Every server's origin.
    pub(crate) fn servers(&self) -> impl Iterator<Item = &str> {
        self.near.iter().chain(&self.far).map(String::as_str)
    }
}
