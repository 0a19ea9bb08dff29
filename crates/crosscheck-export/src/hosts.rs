//! Whose a host is, by its name alone: platforms have domains of their own.

use crate::Server;

impl Server {
    /// The one that answers at a host, where the host's name tells: `my-files.s3.eu-west-1.amazonaws.com`.
    ///
    /// # Example
    /// ```
    /// use crosscheck_export::Server;
    ///
    /// let host = "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com";
    /// assert_eq!(Server::told_by_host(host), Some(Server::ApiGateway));
    /// assert_eq!(Server::told_by_host("api.example.com"), None);
    /// ```
    pub fn told_by_host(host: &str) -> Option<Self> {
        let host = host.to_ascii_lowercase();
        if let Some(name) = host.strip_suffix(".amazonaws.com") {
            return of_amazon(name);
        }
        let is_of = |domain: &str| {
            let before = host.strip_suffix(domain);
            before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
        };
        DOMAINS.iter().find(|(domain, _)| is_of(domain)).map(|(_, server)| *server)
    }
}

/// Names of services stand in the middle, between an own name and a region.
fn of_amazon(name: &str) -> Option<Server> {
    let mut labels = name.split('.');
    labels.find_map(|label| match label {
        "execute-api" => Some(Server::ApiGateway),
        "s3" => Some(Server::S3),
        label if label.starts_with("s3-") => Some(Server::S3),
        _ => None,
    })
}

const DOMAINS: [(&str, Server); 20] = [
    ("cloudfront.net", Server::CloudFront),
    ("digitaloceanspaces.com", Server::S3),
    ("wasabisys.com", Server::S3),
    ("linodeobjects.com", Server::S3),
    ("scw.cloud", Server::S3),
    ("firebasestorage.googleapis.com", Server::Gcs),
    ("firebasestorage.app", Server::Gcs),
    ("storage.googleapis.com", Server::Gcs),
    ("storage.cloud.google.com", Server::Gcs),
    ("blob.core.windows.net", Server::Azure),
    ("table.core.windows.net", Server::Azure),
    ("queue.core.windows.net", Server::Azure),
    ("azurewebsites.net", Server::AppService),
    ("azurestaticapps.net", Server::StaticWebApps),
    ("workers.dev", Server::Cloudflare),
    ("pages.dev", Server::CloudflarePages),
    ("r2.dev", Server::R2),
    ("r2.cloudflarestorage.com", Server::R2),
    ("vercel.app", Server::Vercel),
    ("netlify.app", Server::Netlify),
];

#[cfg(test)]
mod tests {
    use crate::Server;

    #[test]
    fn a_platform_is_known_by_its_domain() {
        for (host, server) in [
            ("a1b2.execute-api.eu-central-1.amazonaws.com", Some(Server::ApiGateway)),
            ("abc123.lambda-url.us-east-1.on.aws", None),
            ("files.s3.amazonaws.com", Some(Server::S3)),
            ("s3-eu-west-1.amazonaws.com", Some(Server::S3)),
            ("files.s3-accelerate.amazonaws.com", Some(Server::S3)),
            ("files.s3.dualstack.eu-west-1.amazonaws.com", Some(Server::S3)),
            ("cognito-idp.us-east-1.amazonaws.com", None),
            ("D111.CloudFront.net", Some(Server::CloudFront)),
            ("firebasestorage.googleapis.com", Some(Server::Gcs)),
            ("sheets.googleapis.com", None),
            ("shop.azurewebsites.net", Some(Server::AppService)),
            ("my-app.vercel.app", Some(Server::Vercel)),
            ("notvercel.app", None),
            ("localhost", None),
        ] {
            assert_eq!(Server::told_by_host(host), server, "{host}");
        }
    }
}
