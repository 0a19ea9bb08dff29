// A service of two methods, as a generator would make it of this:
//
//     service Orders {
//       rpc Say(google.protobuf.StringValue) returns (google.protobuf.StringValue);
//       rpc Count(google.protobuf.StringValue) returns (stream google.protobuf.StringValue);
//     }
import { create, createFileRegistry } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema, file_google_protobuf_wrappers } from "@bufbuild/protobuf/wkt";

const text = ".google.protobuf.StringValue";
const method = (name, serverStreaming) => ({ name, inputType: text, outputType: text, serverStreaming });
const wrappers = file_google_protobuf_wrappers.proto;
const shop = {
  name: "shop.proto",
  package: "shop",
  syntax: "proto3",
  dependency: [wrappers.name],
  service: [{ name: "Orders", method: [method("Say", false), method("Count", true)] }],
};
const files = create(FileDescriptorSetSchema, { file: [wrappers, shop] });
export const Orders = createFileRegistry(files).getService("shop.Orders");
