using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>A function of the plugin that answers refusals instead of throwing them, so that the model reads why.</summary>
/// <param name="inner">The function.</param>
internal sealed class PluginFunction(AIFunction inner) : DelegatingAIFunction(inner)
{
    /// <inheritdoc/>
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await base.InvokeCoreAsync(arguments, cancellationToken).ConfigureAwait(false);
        }
        catch (ChameleonPluginException exception)
        {
            return new PluginRefusal(exception.Message);
        }
    }
}
