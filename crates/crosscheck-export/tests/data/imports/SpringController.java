@RestController
@CrossOrigin(origins = {"https://app.ship.example", "http://localhost:4200"}, allowCredentials = "true",
    allowedHeaders = {"Content-Type"}, methods = {RequestMethod.GET, RequestMethod.PUT}, maxAge = 3600)
@RequestMapping("/api/crews")
public class CrewController {
}
