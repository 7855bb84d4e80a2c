namespace Chameleon.Engine.Generation.Processors;

/// <summary>
/// The processors that options ask for, in the reference's order (transformers' <c>_get_logits_processor</c>): biases,
/// penalties and bans first, then temperature and the truncations. Processors of the caller's own come last.
/// </summary>
internal static class ProcessorChain
{
    /// <param name="options">How tokens are chosen.</param>
    /// <param name="workspace">Scratch of the engine thread.</param>
    /// <param name="ends">Ids that end an answer.</param>
    /// <param name="logitBias">Added to single tokens.</param>
    /// <param name="custom">The caller's own.</param>
    public static ILogitsProcessor[] Create(
        SamplingOptions options,
        LogitsWorkspace workspace,
        int[] ends,
        IReadOnlyDictionary<int, float>? logitBias = null,
        IReadOnlyList<ILogitsProcessor>? custom = null)
    {
        var chain = new List<ILogitsProcessor>();
        void AddIf(bool wanted, Func<ILogitsProcessor> create)
        {
            if (wanted)
            {
                chain.Add(create());
            }
        }

        AddIf(logitBias is { Count: > 0 }, () => new SequenceBias(
            logitBias!.Select(bias => KeyValuePair.Create(new[] { bias.Key }, bias.Value))));
        AddIf(options.RepetitionPenalty != 1, () => new RepetitionPenalty(options.RepetitionPenalty, workspace));
        AddIf(
            options.FrequencyPenalty != 0 || options.PresencePenalty != 0,
            () => new OccurrencePenalties(options.FrequencyPenalty, options.PresencePenalty, workspace));
        AddIf(options.NoRepeatNgramSize > 0, () => new NoRepeatNgram(options.NoRepeatNgramSize));
        AddIf(options.MinNewTokens > 0, () => new MinNewTokens(options.MinNewTokens, ends));
        if (options.Temperature > 0)
        {
            AddIf(options.Temperature != 1, () => new Temperature(options.Temperature));
            AddIf(options.TopK > 0, () => new TopK(options.TopK, workspace));
            AddIf(options.TopP < 1, () => new TopP(options.TopP, workspace));
            AddIf(options.MinP > 0, () => new MinP(options.MinP, workspace));
            AddIf(options.TypicalP < 1, () => new TypicalP(options.TypicalP, workspace));
            AddIf(options.EpsilonCutoff > 0, () => new EpsilonCutoff(options.EpsilonCutoff, workspace));
            AddIf(options.EtaCutoff > 0, () => new EtaCutoff(options.EtaCutoff, workspace));
        }

        chain.AddRange(custom ?? []);
        return [.. chain];
    }
}
