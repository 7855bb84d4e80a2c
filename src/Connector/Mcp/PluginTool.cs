using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Chameleon.Connector.Mcp;

/// <summary>
/// A function of the plugin as a tool. Whatever a client sends, it gets a result: refusals and faults are tool errors of
/// one sentence, so that a model can read them.
/// </summary>
/// <param name="function">The function.</param>
/// <param name="pictures">Where drawn pictures are.</param>
/// <param name="logger">Told of faults.</param>
internal sealed class PluginTool(AIFunction function, PictureStore pictures, ILogger? logger) : McpServerTool
{
    /// <inheritdoc/>
    public override Tool ProtocolTool { get; } = new()
    {
        Name = function.Name,
        Description = function.Description,
        InputSchema = function.JsonSchema,
        Annotations = new ToolAnnotations
        {
            ReadOnlyHint = function.Name != PluginFunctions.Draw,
            DestructiveHint = false,
            OpenWorldHint = false,
        },
    };

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata => [];

    /// <inheritdoc/>
    public override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var arguments = Arguments(request.Params?.Arguments);
        var progress = request.Params?.ProgressToken is { } token ? new ProgressSender(request.Server, token) : null;
        arguments.Context = new Dictionary<object, object?> { [typeof(IProgress<ImageProgress>)] = progress };
        try
        {
            return Result(await function.InvokeAsync(arguments, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger?.LogError(exception, "The tool {Tool} failed.", function.Name);
            return Error("The tool failed on this call, through no fault of the call; the server's log says why.");
        }
        finally
        {
            if (progress is not null)
            {
                await progress.FinishAsync().ConfigureAwait(false);
            }
        }
    }

    private static AIFunctionArguments Arguments(IDictionary<string, JsonElement>? given)
    {
        var arguments = new AIFunctionArguments(StringComparer.Ordinal);
        foreach (var (name, value) in given ?? new Dictionary<string, JsonElement>())
        {
            arguments[name] = value;
        }

        return arguments;
    }

    private static CallToolResult Error(string sentence) => new() { IsError = true, Content = [new TextContentBlock { Text = sentence }] };

    private CallToolResult Result(object? result) => result switch
    {
        PluginRefusal refusal => Error(refusal.Error),
        DrawnPictures drawn => new() { Content = [.. drawn.Pictures.SelectMany(Blocks)] },
        _ => new() { Content = [new TextContentBlock { Text = result?.ToString() ?? "" }] },
    };

    /// <summary>A drawn picture: what it is called, to be named in further calls, what it looks like, and where it can be read again.</summary>
    private IEnumerable<ContentBlock> Blocks(DrawnPicture drawn)
    {
        yield return new TextContentBlock { Text = drawn.Seed is { } seed ? $"Drew {drawn.Uri} (seed {seed})." : $"Drew {drawn.Uri}." };
        if (pictures.TryGet(drawn.Uri, out var picture))
        {
            yield return ImageContentBlock.FromBytes(picture.Data, picture.MediaType);
            yield return new ResourceLinkBlock
            {
                Uri = picture.Uri,
                Name = PictureResources.NameOf(picture),
                Description = picture.Description,
                MimeType = picture.MediaType,
                Size = picture.Data.Length,
            };
        }
    }
}
