@RequestMapping("/api/ministere")
@RestController
@CrossOrigin(origins = {"http://localhost:4200","http://localhost:8100"}, maxAge = 3600, allowCredentials="true")
public class MinistereController {
    @GetMapping("/all")
    public List<Ministere> all() { return List.of(); }
}
