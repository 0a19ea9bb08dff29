@RestController
@RequestMapping("/companies")
@CrossOrigin(origins = "*", allowedHeaders = "*")
public class CompanyController {
    @Autowired
    private CompanyRepository companyRepository;
    @GetMapping("/")
    public List<Company> getAllCompanies() { return this.companyRepository.findAll(); }
    @GetMapping("/{id}")
    public Company getCompany(@PathVariable Long id) { return null; }
}
