using System.Text.Json;

namespace Chameleon.Engine.Generation.Grammar;

/// <summary>A function that an answer may call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">JSON schema of its arguments, an object.</param>
public sealed record ToolSchema(string Name, JsonElement Parameters);
