//! The origin of a URL.

use alloc::sync::Arc;

use url::Url;

use super::origin::Origin;
use super::tuple_origin::tuple_of;

impl Origin {
    /// The origin of a URL.
    ///
    /// Schemes that the URL standard does not know, such as an app's own, get the tuple that
    /// browsers give to a registered scheme; `data:`, `file:` and other hostless ones are opaque.
    ///
    /// # Example
    /// ```
    /// use crosscheck::wire::Origin;
    /// use url::Url;
    ///
    /// let of = |text| Origin::of(&Url::parse(text).unwrap()).to_string();
    /// assert_eq!(of("https://App.example:443/a?b"), "https://app.example");
    /// assert_eq!(of("file:///tmp/a.html"), "null");
    /// ```
    pub fn of(url: &Url) -> Self {
        Self(tuple_of(url).map(|tuple| Arc::from(&*tuple)))
    }

    /// Whether a page at this origin may reach a URL without CORS: see [`Self::is_same_origin`].
    ///
    /// # Example
    /// ```
    /// use crosscheck::wire::Origin;
    /// use url::Url;
    /// let app = Origin::parse("https://app.example").unwrap();
    /// assert!(app.is_of(&Url::parse("https://app.example:443/orders").unwrap()));
    /// assert!(!app.is_of(&Url::parse("https://api.app.example/orders").unwrap()));
    /// assert!(!Origin::OPAQUE.is_of(&Url::parse("data:,").unwrap()));
    /// ```
    pub fn is_of(&self, url: &Url) -> bool {
        self.0.as_deref().is_some_and(|own| tuple_of(url).is_some_and(|tuple| own == tuple))
    }

    /// Whether a `blob:` URL names something that a page of this origin made.
    ///
    /// Spec: <https://url.spec.whatwg.org/#concept-url-origin>
    ///
    /// # Example
    /// ```
    /// use crosscheck::wire::Origin;
    /// use url::Url;
    ///
    /// let page = Origin::parse("https://app.example").unwrap();
    /// let blob = |text| Url::parse(text).unwrap();
    /// assert!(page.owns_blob(&blob("blob:https://app.example/550e8400")));
    /// assert!(!page.owns_blob(&blob("blob:https://other.example/550e8400")));
    /// ```
    pub fn owns_blob(&self, url: &Url) -> bool {
        url.scheme() == "blob" && Url::parse(url.path()).is_ok_and(|maker| self.is_of(&maker))
    }
}

#[cfg(all(test, feature = "scenario"))]
mod tests {
    use alloc::format;

    use url::Url;

    use crate::wire::Origin;
    use crate::wire::have_one_origin;
    use crate::wire::is_plain_origin;

    /// What is taken for an origin by its letters alone is read no otherwise than by the URL standard.
    #[test]
    fn what_is_plain_is_spelled_as_a_url_spells_it() {
        let hosts = [
            "localhost",
            "app.example",
            "a-.b--c",
            "xn--nxa",
            "a.xn--",
            "a..b",
            "a.",
            ".a",
            "",
            "127.0.0.1",
            "127.1",
            "127.0.0.01",
            "a.1",
            "a.0x7f",
            "0x7f",
            "A.example",
            "\u{e9}.example",
            "a_b",
            "[::1]",
            "a@b",
            "a b",
            "a%62",
            "a/b",
            "a?b",
            "a*b",
            "1password.example",
            "*.example",
        ];
        let ports =
            ["", ":", ":80", ":443", ":8080", ":08080", ":0", ":65535", ":65536", ":+80", ":8a"];
        let (mut plain, mut all) = (0, 0);
        for scheme in ["http", "https", "HTTP", "ws", "app", "file", "data"] {
            for host in hosts {
                for port in ports {
                    let text = format!("{scheme}://{host}{port}");
                    let by_url = Url::parse(&text).map(|url| Origin::of(&url));
                    let is_its_own = by_url.is_ok_and(|origin| origin.serialize() == text);
                    assert!(is_its_own || !is_plain_origin(&text), "{text}");
                    (plain, all) = (plain + usize::from(is_plain_origin(&text)), all + 1);
                }
            }
        }
        assert!(plain >= 24 && plain < all / 20, "{plain} of {all}");
    }

    #[test]
    fn the_origin_of_a_url_is_a_part_of_it_unless_it_names_a_user() {
        for (url, origin) in [
            ("https://app.example/a:b", "https://app.example"),
            ("https://app.example:443", "https://app.example"),
            ("http://me:secret@app.example:8080/", "http://app.example:8080"),
            ("http://[::1]:5173/?a", "http://[::1]:5173"),
            ("app://window#top", "app://window"),
            ("file:///home", "null"),
            ("file://host/home", "null"),
            ("app:///home", "null"),
            ("data:,a", "null"),
        ] {
            let url = Url::parse(url).expect("a URL");
            let of_url = Origin::of(&url);
            assert_eq!(of_url.serialize(), origin, "{url}");
            assert_eq!(of_url.is_of(&url), origin != "null", "{url}");
            assert!(have_one_origin(&url, &url));
        }
    }
}
