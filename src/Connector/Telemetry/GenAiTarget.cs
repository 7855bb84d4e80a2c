namespace Chameleon.Connector.Telemetry;

/// <summary>What a call goes to: the tags that spans and measurements share.</summary>
/// <param name="Operation">The operation by its conventional name.</param>
/// <param name="Model">The model that is asked for; null when nobody knows.</param>
/// <param name="Provider">Who provides it.</param>
/// <param name="Address">Where; null when it is in this process.</param>
internal sealed record GenAiTarget(string Operation, string? Model, string? Provider, Uri? Address)
{
    private readonly KeyValuePair<string, object?>[] tags = [.. Make(Operation, Model, Provider, Address)];

    public KeyValuePair<string, object?>[] Tags() => tags;

    private static IEnumerable<KeyValuePair<string, object?>> Make(string operation, string? model, string? provider, Uri? address)
    {
        yield return new("gen_ai.operation.name", operation);
        if (provider is not null)
        {
            yield return new("gen_ai.provider.name", provider);
        }

        if (model is not null)
        {
            yield return new("gen_ai.request.model", model);
        }

        if (address is { IsAbsoluteUri: true })
        {
            yield return new("server.address", address.Host);
            yield return new("server.port", address.Port);
        }
    }
}
