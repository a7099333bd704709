using NetStackSim.Wfp;
using NetStackSim.Wfp.Tests;

namespace NetStackSim.Cli.Tests.Guide;

/// <summary>What a classification with its callouts really did, in the form of an explanation, which calls none.</summary>
internal static class ClassifiedExplanation
{
    internal static Explanation Of(TestPolicy policy)
    {
        ClassifyResult result = policy.Classify();
        Explanation dry = Explainer.Explain(policy.Layer, policy.Values);
        return dry with
        {
            Action = result.Action,
            IsDefault = result.IsDefault,
            FilterId = result.FilterId,
            IsHard = result.IsHard,
            SubLayers = [.. dry.SubLayers.Select(subLayer => Of(subLayer, result))],
        };
    }

    private static SubLayerExplanation Of(SubLayerExplanation subLayer, in ClassifyResult result)
    {
        TerminatingFilter? ended = null;
        for (int i = 0; i < result.Terminating.Count; i++)
        {
            ended = result.Terminating[i].Filter.SubLayer.Key == subLayer.Key ? result.Terminating[i] : ended;
        }

        bool isReached = true;
        List<FilterExplanation> filters = [];
        foreach (FilterExplanation filter in subLayer.Filters)
        {
            bool terminated = ended?.Filter.Id == filter.FilterId;
            filters.Add(filter with { Reached = isReached, Terminated = terminated });
            isReached &= !terminated;
        }

        return subLayer with
        {
            Filters = filters,
            TerminatingFilterId = ended?.Filter.Id ?? 0,
            Action = ended?.Action ?? FilterActionType.Continue,
            IsHard = ended?.IsHard ?? false,
            Effect = ended?.Effect,
        };
    }
}
