//! What a page may do, by what a server answers: the checks of the Fetch standard, as far as a use needs
//! them.

/// A page, and what its script wants to do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish {
    pub(crate) origin: &'static str,
    pub(crate) path: &'static str,
    /// Beside what needs no permission.
    pub(crate) method: Option<&'static str>,
    pub(crate) header: Option<&'static str>,
    pub(crate) with_credentials: bool,
}

/// A script that reads what everybody's script can ask for.
pub(crate) const fn reads(origin: &'static str, path: &'static str) -> Wish {
    Wish { origin, path, method: None, header: None, with_credentials: false }
}

impl Wish {
    pub(crate) const fn method(self, method: &'static str) -> Self {
        Self { method: Some(method), ..self }
    }

    pub(crate) const fn header(self, name: &'static str) -> Self {
        Self { header: Some(name), ..self }
    }

    pub(crate) const fn with_credentials(self) -> Self {
        Self { with_credentials: true, ..self }
    }

    /// The messages that a browser would send: the preflight if there is one, then the request.
    pub(crate) fn messages(self) -> Vec<Message> {
        let mut messages = Vec::new();
        let origin = ("origin", self.origin);
        if self.method.is_some() || self.header.is_some() {
            let method = ("access-control-request-method", self.method.unwrap_or("GET"));
            let header = self.header.map(|name| ("access-control-request-headers", name));
            let lines = [origin, method].into_iter().chain(header).collect();
            messages.push(Message { method: "OPTIONS", path: self.path, lines });
        }
        let method = self.method.unwrap_or("GET");
        messages.push(Message { method, path: self.path, lines: vec![origin] });
        messages
    }

    /// Whether the browser goes on after an answer.
    pub(crate) fn goes_on(
        self,
        asked: &Message,
        status: u16,
        line: impl Fn(&str) -> String,
    ) -> bool {
        let origin = line("access-control-allow-origin");
        let star = !self.with_credentials;
        let reads = origin == self.origin || star && origin == "*";
        let sends = !self.with_credentials || line("access-control-allow-credentials") == "true";
        let lists = |name: &str, value: Option<&str>| match value {
            None => true,
            Some(value) => line(name).split(',').map(str::trim).any(|listed| {
                listed.eq_ignore_ascii_case(value)
                    || star && listed == "*" && value != "authorization"
            }),
        };
        let is_preflight = asked.method == "OPTIONS";
        let permits = (200..300).contains(&status)
            && lists("access-control-allow-methods", self.method)
            && lists("access-control-allow-headers", self.header);
        reads && sends && (!is_preflight || permits)
    }
}

/// What goes over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) lines: Vec<(&'static str, &'static str)>,
}
