import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import { api } from '#ui/api';

/** The filed and approved classes that are or will be taught in a room, asked while its dialog is open. */
export function useVenueUses(institutionId: () => string, venueId: () => string | undefined, isWanted: () => boolean) {
  const found = useQuery({
    queryKey: computed(() => ['venueUses', venueId()]),
    queryFn: () => api.institution['venue-uses']({ institutionId: institutionId(), venueId: venueId() ?? '' }),
    enabled: computed(() => isWanted() && venueId() !== undefined),
  });
  return computed(() => (venueId() === undefined ? [] : (found.data.value?.uses ?? [])));
}
