@RestController
@RequestMapping("/readings")
public class ReadingController {

    @Autowired
    ReadingService readingService;

    @CrossOrigin(origins = "http://mocker.example")
    @PostMapping("")
    public void postReading(@RequestBody Reading reading) throws ResourceNotFoundException {
        readingService.save(reading);
    }
}
