@Bean
CorsConfigurationSource corsConfigurationSource(
        @Value("${paw.cors.allowed-origins:http://localhost:5173,http://localhost:8080}") String allowedOrigins
) {
    CorsConfiguration configuration = new CorsConfiguration();
    configuration.setAllowedOrigins(Arrays.stream(allowedOrigins.split(",")).map(String::trim).toList());
    configuration.setAllowedMethods(List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"));
    configuration.setAllowedHeaders(List.of(
            "Authorization", "Content-Type", "X-Internal-Api-Key", "X-User-Id"
    ));
    configuration.setAllowCredentials(true);
    return request -> configuration;
}
