@Bean
CorsConfigurationSource corsConfigurationSource() {
    CorsConfiguration configuration = new CorsConfiguration();
    configuration.setAllowedOrigins(List.of("https://desk.ship.example"));
    configuration.setAllowedMethods(Arrays.asList("GET", "POST", "PATCH"));
    configuration.setAllowedHeaders(List.of("Authorization", "Cache-Control"));
    configuration.setAllowCredentials(true);
    configuration.setMaxAge(1800L);
    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    source.registerCorsConfiguration("/**", configuration);
    return source;
}
