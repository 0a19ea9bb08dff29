export function GET() {
  throw new Error("it fails");
}
