use http::{header::CONTENT_TYPE, HeaderValue, Method};
use tower_http::cors::{AllowOrigin, CorsLayer};
/// Origins allowed to call the public endpoints from a browser.
const ALLOWED_ORIGINS: [&str; 2] = ["https://kord.example", "https://www.kord.example"];
pub fn router(service: Arc<NewsletterService>) -> Router {
	Router::new()
		.merge(newsletter::routes().with_state(service))
		.layer(
			CorsLayer::new()
				.allow_origin(AllowOrigin::list(
					ALLOWED_ORIGINS.map(HeaderValue::from_static),
				))
				.allow_methods([Method::GET, Method::POST])
				.allow_headers([CONTENT_TYPE]),
		)
}
