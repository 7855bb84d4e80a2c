using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Models;

namespace Chameleon.Hub;

/// <summary>Finds the models that lie on this machine. Reads configs and headers only. Thread-safe.</summary>
public static class ModelFinder
{
    private const int MostFolders = 1000;

    /// <summary>Models of the kind that is read; whatever else lies there is passed over.</summary>
    /// <param name="folders">Folders that are a model, or that hold models; one that is not there holds none.</param>
    /// <param name="cache">The cache of a hub; null: not looked into.</param>
    /// <returns>In the order of the folders and then of the names; each once.</returns>
    public static IReadOnlyList<FoundModel> Find(IEnumerable<string> folders, string? cache = null)
    {
        ArgumentNullException.ThrowIfNull(folders);
        return [.. folders.SelectMany(InFolder).Concat(InCache(cache)).DistinctBy(model => model.Folder)];
    }

    /// <summary>Whether a folder is a model, or holds one.</summary>
    /// <param name="folder">The folder.</param>
    public static bool HoldsModels(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Candidates(folder).Any(ModelFiles.AreOfChameleon);
    }

    /// <summary>The folder of a model that was pulled; null when it was not, or not all of it.</summary>
    /// <param name="reference">Which.</param>
    /// <param name="cache">The cache of a hub.</param>
    public static string? FindPulled(HubReference reference, string cache)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(cache);
        var files = new RepositoryFolder(cache, reference.Repository);
        var commit = HubReference.IsCommit(reference.Revision) ? reference.Revision : files.CommitOf(reference.Revision);
        return commit is not null && files.Snapshot(commit) is var folder && ModelFiles.AreOfChameleon(folder) && ModelFiles.Missing(folder).Count == 0
            ? folder
            : null;
    }

    private static IEnumerable<FoundModel> InFolder(string folder) =>
        Candidates(folder).Where(ModelFiles.AreOfChameleon).Select(found => Describe(found, Path.GetFileName(found), reference: null));

    private static IEnumerable<string> Candidates(string folder)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return Children(folder).Take(MostFolders).Order(StringComparer.Ordinal).Prepend(folder);
    }

    private static IEnumerable<FoundModel> InCache(string? cache) =>
        from folder in (cache is null ? [] : Children(cache)).Order(StringComparer.Ordinal)
        let repository = RepositoryId.OfFolder(Path.GetFileName(folder))
        where repository is not null
        let files = new RepositoryFolder(cache!, repository)
        from found in files.Commits()
        let snapshot = files.Snapshot(found.Commit)
        where ModelFiles.AreOfChameleon(snapshot)
        let reference = HubReference.Of(repository, found.Revision)
        select Describe(snapshot, reference.ToString(), reference);

    private static string[] Children(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static FoundModel Describe(string folder, string name, HubReference? reference)
    {
        var model = new FoundModel { Name = name, Folder = folder, Reference = reference, Missing = ModelFiles.Missing(folder) };
        if (model.Missing.Count > 0)
        {
            return model;
        }

        try
        {
            return model with { Facts = ModelFacts.Read(folder) };
        }
        catch (Exception exception) when (exception is CheckpointException or ModelConfigException or IOException or UnauthorizedAccessException)
        {
            return model with { Problem = exception.Message };
        }
    }
}
