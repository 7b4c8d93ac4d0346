import { readFileSync } from "node:fs";
import type { MethodDefinition, ServiceDefinition } from "@grpc/grpc-js";
import protobuf from "protobufjs";

const protocolFiles = ["tfplugin6.proto", "plugin.proto"] as const;

/**
 * gRPC definitions of the services in our .proto files, by full name. protobufjs is used directly: @grpc/proto-loader
 * does the same on top of it, at twice the load time of every provider start.
 */
export function loadServices(): ReadonlyMap<string, ServiceDefinition> {
  const root = new protobuf.Root();
  for (const file of protocolFiles) {
    protobuf.parse(readFileSync(new URL(file, import.meta.url), "utf8"), root, { keepCase: true });
  }
  root.resolveAll();
  return new Map(root.nestedArray.flatMap(servicesOf));
}

function servicesOf(scope: protobuf.ReflectionObject): [string, ServiceDefinition][] {
  if (!(scope instanceof protobuf.Namespace)) return [];
  return scope.nestedArray
    .filter((member) => member instanceof protobuf.Service)
    .map((service) => [service.fullName.slice(1), serviceDefinition(service)]);
}

function serviceDefinition(service: protobuf.Service): ServiceDefinition {
  return Object.fromEntries(service.methodsArray.map((method) => [method.name, methodDefinition(service, method)]));
}

function methodDefinition(service: protobuf.Service, method: protobuf.Method): MethodDefinition<object, object> {
  const request = codec(method.resolvedRequestType);
  const response = codec(method.resolvedResponseType);
  return {
    path: `/${service.fullName.slice(1)}/${method.name}`,
    requestStream: method.requestStream === true,
    responseStream: method.responseStream === true,
    requestSerialize: request.encode,
    requestDeserialize: request.decode,
    responseSerialize: response.encode,
    responseDeserialize: response.decode,
  };
}

function codec(type: protobuf.Type | null) {
  if (type === null) throw new Error("a method of the plugin protocol has no message type");
  return {
    encode: (message: object) => Buffer.from(type.encode(message).finish()),
    decode: (bytes: Buffer): object => type.toObject(type.decode(bytes), { defaults: true, longs: Number }),
  };
}
