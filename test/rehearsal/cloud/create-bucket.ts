import { awsProvider } from "./sample.ts";

// Run as a process of its own: creates a bucket in the cloud at argv[2] and says whether it may.
const [folder = "", bucket = ""] = process.argv.slice(2);
try {
  awsProvider(folder).create("aws_s3_bucket", { bucket });
  process.stdout.write("created");
} catch (refusal) {
  process.stdout.write(refusal instanceof Error ? refusal.message : String(refusal));
}
