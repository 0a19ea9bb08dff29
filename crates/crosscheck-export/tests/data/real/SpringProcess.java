@CrossOrigin(origins = "*", maxAge = 3600)
@RestController
@RequestMapping("/process")
public class ProcessController {
    @PostMapping("/add")
    public ResponseUtil<Process> addProcess(@RequestBody Map<String, Object> map) {
        return null;
    }
}
