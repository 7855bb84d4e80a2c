using System.Text.Json;

namespace Chameleon.Connector.Remote.Answers;

/// <summary>The models that a server lists.</summary>
internal static class ModelList
{
    /// <exception cref="ChameleonRemoteException">It is no list of models.</exception>
    public static IReadOnlyList<RemoteModel> Read(JsonElement list, Uri endpoint)
    {
        if (list.Has("data") is not { ValueKind: JsonValueKind.Array } models)
        {
            throw RemoteThrow.Malformed(endpoint, "it is no list of models");
        }

        return
        [
            .. models.EnumerateArray()
                .Where(model => model.Text("id") is not null)
                .Select(model => new RemoteModel(
                    model.Text("id")!,
                    model.Text("owned_by"),
                    model.Number("created") is { } seconds and >= 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null)),
        ];
    }
}
