using System.Net;
using Chameleon.Engine.Models;

namespace Chameleon.Hub;

/// <summary>Makes the exceptions of the hub. Addresses are named by their host only: a redirect's query may hold a signature.</summary>
internal static class HubThrow
{
    private const int LongestQuote = 120;

    public static HubException Name(string text) => new(
        HubFailure.InvalidName,
        $"{Quote(text)} is not the name of a model: it is written OWNER/NAME or OWNER/NAME@REVISION, in letters, digits, '-', '_' and '.', like facebook/chameleon-7b.");

    public static HubException Revision(string text) => new(
        HubFailure.InvalidName, $"{Quote(text)} is not a revision: a branch, a tag or a commit is written in letters, digits, '-', '_', '.' and '/'.");

    public static HubException Endpoint(string text) => new(
        HubFailure.InvalidName, $"HF_ENDPOINT is {Quote(text)}; it takes the http or https address of a hub, like https://huggingface.co.");

    public static HubException Offline() => new(HubFailure.Offline, "HF_HUB_OFFLINE is set, so nothing is pulled; unset it to pull.");

    public static HubException NotFound(RepositoryId repository, Uri endpoint, HubToken? token) => new(
        HubFailure.NotFound,
        token is null
            ? $"There is no model {repository} on {endpoint.Host}, or it is private: check the name, and for a private one set HF_TOKEN."
            : $"There is no model {repository} on {endpoint.Host}, or it is private and the token from {token.Source} does not open it: check the name.");

    public static HubException RevisionNotFound(HubReference reference, Uri endpoint) => new(
        HubFailure.RevisionNotFound, $"{reference.Repository} on {endpoint.Host} has no revision '{reference.Revision}'.");

    public static HubException Gated(RepositoryId repository, Uri endpoint, HubToken? token)
    {
        var page = new Uri(endpoint, repository.ToString());
        return new(
            HubFailure.Gated,
            token is null
                ? $"{repository} is gated: accept its terms at {page} with an account, set HF_TOKEN to a token of that account, and pull again."
                : $"{repository} is gated, and the account of the token from {token.Source} has not been let in: ask for it at {page}, and pull again.");
    }

    public static HubException TokenRefused(Uri endpoint, HubToken? token) => new(
        HubFailure.TokenRefused,
        token is null
            ? $"{endpoint.Host} asks for a token: set HF_TOKEN, and pull again."
            : $"{endpoint.Host} does not accept the token from {token.Source}: make a new one that may read, or unset it.");

    public static HubException MalformedToken(string source) => new(
        HubFailure.TokenRefused, $"The token from {source} has characters that no token has; was more than the token copied?");

    public static HubException TooManyRequests(Uri endpoint, TimeSpan patience) => new(
        HubFailure.TooManyRequests,
        $"{endpoint.Host} has had too many requests and asks to wait {Math.Ceiling(patience.TotalMinutes):N0} minutes: pull again then; what came is kept.");

    public static HubException Unreachable(string host, Exception inner) => new(
        HubFailure.Unreachable, $"{host} could not be reached, or broke off again and again: pull again to go on; what came is kept.", inner);

    public static HubException Status(string host, HttpStatusCode status) => new(
        HubFailure.Untrustworthy, $"{host} answered with status {(int)status}, which says nothing about the model.");

    public static HubException Listing(RepositoryId repository, string problem) => new(
        HubFailure.Untrustworthy, $"What the hub says about {repository} cannot be used: {problem}.");

    public static HubException Redirects(string host, int limit) => new(
        HubFailure.Untrustworthy, $"{host} leads on more than {limit} times.");

    public static HubException Downgrade(string host) => new(
        HubFailure.Untrustworthy, $"{host} leads from https to another kind of address, which is not followed.");

    public static HubException WrongLength(string file, long expected) => new(
        HubFailure.Untrustworthy, $"{Quote(file)} came with another length than the {expected:N0} bytes that the hub names; it was thrown away.");

    public static HubException WrongHash(string file) => new(
        HubFailure.Untrustworthy, $"{Quote(file)} came with another content than its hash says; it was thrown away.");

    public static HubException NoWeights(RepositoryId repository) => new(
        HubFailure.NotAModel, $"{repository} has no weights in the safetensors format (model.safetensors, or its shards with their index).");

    public static HubException NoConfig(RepositoryId repository) => new(
        HubFailure.NotAModel, $"{repository} has no config.json, so it is not a model in the Hugging Face layout.");

    public static HubException Config(RepositoryId repository, ModelConfigException inner) => new(
        HubFailure.NotAModel, $"{repository} is not a model that is read here: {inner.Message}", inner);

    public static HubException NoRoom(string folder, long needed, long free) => new(
        HubFailure.NoRoom, $"The model takes {Amount.Bytes(needed)} more, and the disk of {folder} has {Amount.Bytes(free)} free: make room, or set HF_HUB_CACHE to another disk.");

    /// <summary>What somebody else wrote, fit for a message.</summary>
    private static string Quote(string text)
    {
        var shown = text.Length <= LongestQuote ? text : text[..LongestQuote] + "…";
        return $"'{string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c))}'";
    }
}
