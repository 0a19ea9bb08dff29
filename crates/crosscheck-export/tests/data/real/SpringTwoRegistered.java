  CorsConfigurationSource corsConfigurationSource() {
    CorsConfiguration configuration =
        new CorsConfiguration();
    configuration.setAllowedOriginPatterns(
        List.of(
            "http://localhost:*",
            "http://127.0.0.1:*",
            "https://*.shop.example:[8080,8081]"
        )
    );
    configuration.setAllowedMethods(List.of("GET", "POST", "PUT", "OPTIONS"));
    configuration.setAllowedHeaders(List.of("*"));
    configuration.setExposedHeaders(List.of("Authorization"));
    configuration.setAllowCredentials(true);
    UrlBasedCorsConfigurationSource source =
        new UrlBasedCorsConfigurationSource();
    source.registerCorsConfiguration("/api/**", configuration);
    source.registerCorsConfiguration("/public/**", new CorsConfiguration().applyPermitDefaultValues());
    return source;
  }
