using Chameleon.Connector;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>What drawing took, in tokens.</summary>
/// <param name="InputTokens">Read.</param>
/// <param name="OutputTokens">Made.</param>
/// <param name="TotalTokens">Both.</param>
/// <param name="InputTokensDetails">What was read, by kind.</param>
internal sealed record ImageUsage(long InputTokens, long OutputTokens, long TotalTokens, ImageUsage.Kinds InputTokensDetails)
{
    /// <summary>From what the generator says.</summary>
    public static ImageUsage? Of(UsageDetails? usage)
    {
        if (usage is not { InputTokenCount: { } input, OutputTokenCount: { } output })
        {
            return null;
        }

        var pictures = usage.AdditionalCounts is { } counts && counts.TryGetValue(ChameleonUsageNames.InputPictureTokens, out var count) ? count : 0;
        return new ImageUsage(input, output, input + output, new Kinds(input - pictures, pictures));
    }

    /// <summary>Tokens by kind.</summary>
    /// <param name="TextTokens">Text.</param>
    /// <param name="ImageTokens">Pictures.</param>
    internal sealed record Kinds(long TextTokens, long ImageTokens);
}
