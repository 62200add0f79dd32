/**
 * Does the candidate become the next opponent?
 *
 * <p>Knows gates, measurements and decisions of people. Must not know Jobs. Start reading at {@link
 * dev.spinrun.operator.plan.promotion.PromotionPolicy}.
 */
@NullMarked
package dev.spinrun.operator.plan.promotion;

import org.jspecify.annotations.NullMarked;
