@Configuration
@EnableWebMvc
public class CorsConfig implements WebMvcConfigurer {
	@Bean
	  public CorsConfigurationSource corsConfiguration() {
	    return request -> {
	      org.springframework.web.cors.CorsConfiguration config = 
	          new org.springframework.web.cors.CorsConfiguration();
	      config.setAllowedHeaders(Collections.singletonList("*"));
	      config.setAllowedMethods(Collections.singletonList("*"));
	      config.setAllowedOriginPatterns(Collections.singletonList("*"));
	      config.setAllowCredentials(true);
	      return config;
	    };
	  }
}
